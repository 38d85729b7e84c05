//! The command line as its users meet it: exit status, standard output and standard error together.

mod harness;

mod batch;
mod documents;
mod errors;
mod extract;
mod help;
mod view;
