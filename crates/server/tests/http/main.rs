//! The service: every route, every limit, every refusal.

mod batch;
mod documents;
mod extract;
mod harness;
mod process;
mod refusals;
mod service;
mod sockets;
