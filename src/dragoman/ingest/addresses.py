"""Which network addresses may be fetched from: public ones, and nothing that only looks so."""

from __future__ import annotations

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "64:ff9b::/96",  # NAT64 (RFC 6052): an IPv4 address behind it, perhaps a private one
        "64:ff9b:1::/48",  # NAT64, local use (RFC 8215)
        "2002::/16",  # 6to4
        "2001::/32",  # Teredo
        "192.88.99.0/24",  # 6to4 relay
        "::/96",  # IPv4-compatible
        "fec0::/10",  # site-local, deprecated
        "100::/64",  # discard
        "168.63.129.16/32",  # metadata and control service of a cloud, on a public address
        "fd00:ec2::/32",  # the same of another cloud
        "100.64.0.0/10",  # carrier-grade NAT, where a third cloud has its metadata
        "192.0.0.0/24",  # protocol assignments, and the metadata of a fourth
        "2001::/23",  # protocol assignments
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "0.0.0.0/8",
        "240.0.0.0/4",
    )
)


def refusal(address: str) -> str | None:
    """Why ``address`` (IPv4 or IPv6, as text) is refused; None where it may be fetched from."""
    try:
        found: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "it is no address"
    if "%" in address:
        return "it is local to one link"
    mapped = getattr(found, "ipv4_mapped", None)
    if mapped is not None:
        return refusal(str(mapped))
    for network in _REFUSED:
        if found.version == network.version and found in network:
            return f"it lies in {network}, which is reserved"
    for name in ("is_loopback", "is_link_local", "is_multicast", "is_unspecified", "is_private", "is_reserved"):
        if getattr(found, name):
            return f"it is {name.removeprefix('is_').replace('_', '-')}"
    return None if found.is_global else "it is not public"
