//! Names to addresses, and no other addresses than those that may be fetched from.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use futures_util::future::BoxFuture;
use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::is_allowed;

/// Where the addresses of a name come from.
pub(crate) trait Lookup: Send + Sync + 'static {
    fn lookup(&self, host: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>>;
}

/// The system's resolver.
pub(crate) struct SystemLookup;

impl Lookup for SystemLookup {
    fn lookup(&self, host: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// A name all of whose addresses are ones that may not be fetched from.
#[derive(Debug, thiserror::Error)]
#[error("no public address")]
pub(super) struct NotAllowed;

/// A resolver that leaves out what may not be fetched from. The client connects to what it is
/// given, without another look-up, so the address that was checked is the one that is used.
pub(super) struct Guard {
    pub(super) lookup: Arc<dyn Lookup>,
    pub(super) named: Arc<[IpNet]>,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let found = self.lookup.lookup(name.as_str().to_owned());
        let named = self.named.clone();
        Box::pin(async move {
            let mut addresses = found.await?;
            addresses.retain(|address| is_allowed(*address, &named));
            if addresses.is_empty() {
                return Err(NotAllowed.into());
            }
            // The client puts the address's port in place of 0.
            let addresses = addresses.into_iter().map(|address| SocketAddr::new(address, 0));
            Ok(Box::new(addresses) as Addrs)
        })
    }
}
