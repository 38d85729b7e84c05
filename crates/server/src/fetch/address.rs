//! Which addresses may be fetched from.

use std::net::IpAddr;
use std::sync::LazyLock;

use ipnet::IpNet;

/// Networks that are not part of the public Internet.
static SPECIAL: LazyLock<Vec<IpNet>> = LazyLock::new(|| {
    include_str!("../../data/special-addresses.txt")
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default())
        .filter_map(|line| line.split_whitespace().next())
        .map(|network| network.parse().expect("the table holds networks"))
        .collect()
});

/// Whether `address` may be fetched from: it is public, or in one of the networks that whoever runs
/// the service has named.
pub(crate) fn is_allowed(address: IpAddr, named: &[IpNet]) -> bool {
    let within = |networks: &[IpNet]| networks.iter().any(|network| network.contains(&address));
    within(named) || !within(&SPECIAL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_public_addresses() {
        for address in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "223.255.255.255",
            "2606:4700:4700::1111",
            "2a00:1450:4001::1",
            "2001:200::1",
            "2003::1",
        ] {
            assert!(is_allowed(address.parse().unwrap(), &[]), "{address}");
        }
    }

    #[test]
    fn err_special_addresses() {
        for address in [
            // This network, private, shared, loopback, link-local.
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            // Metadata services of clouds.
            "169.254.169.254",
            "169.254.170.2",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.192",
            "fd00:ec2::254",
            "fd20:ce::254",
            // Protocols, documentation, benchmarks, multicast, reserved, broadcast.
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            // IPv6 of the same kinds.
            "::",
            "::1",
            "fc00::1",
            "fdff::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "100::1",
            "2001:db8::1",
            "3fff::1",
            "5f00::1",
            // IPv4 inside IPv6: compatible, mapped, translated, NAT64, Teredo, ORCHID, 6to4.
            "::127.0.0.1",
            "::8.8.8.8",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::ffff:0:127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::808:808",
            "64:ff9b:1::1",
            "2001::1",
            "2001:20::1",
            "2002:7f00:1::1",
            "2002:808:808::1",
        ] {
            assert!(!is_allowed(address.parse().unwrap(), &[]), "{address}");
        }
    }

    #[test]
    fn ok_a_named_network_and_no_other() {
        let named = ["10.1.0.0/16".parse().unwrap(), "::1/128".parse().unwrap()];
        for (address, allowed) in
            [("10.1.2.3", true), ("10.2.0.1", false), ("::1", true), ("::ffff:10.1.2.3", false)]
        {
            assert_eq!(is_allowed(address.parse().unwrap(), &named), allowed, "{address}");
        }
    }
}
