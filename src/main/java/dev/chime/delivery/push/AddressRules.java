package dev.chime.delivery.push;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Which hosts may be called: those on the internet, and those that the operator has named. The
 * others belong to the machine or to the operator's own networks, and whoever may name an address
 * must not reach these through this service (server-side request forgery). Thread-safe.
 */
final class AddressRules {

  /** The special-purpose addresses of IANA's registries, and multicast. */
  private static final List<Network> REFUSED =
      Stream.of(
              "0.0.0.0/8", // this network
              "10.0.0.0/8", // private
              "100.64.0.0/10", // carrier-grade NAT
              "127.0.0.0/8", // loopback
              "169.254.0.0/16", // link-local, metadata of clouds
              "172.16.0.0/12", // private
              "192.0.0.0/24", // protocol assignments
              "192.0.2.0/24", // documentation
              "192.88.99.0/24", // relays of 6to4
              "192.168.0.0/16", // private
              "198.18.0.0/15", // benchmarks
              "198.51.100.0/24", // documentation
              "203.0.113.0/24", // documentation
              "224.0.0.0/4", // multicast
              "240.0.0.0/4", // reserved, broadcast
              "::/96", // unspecified, loopback, IPv4-compatible
              "::ffff:0:0:0/96", // IPv4-translated
              "64:ff9b:1::/48", // local NAT64
              "100::/64", // discard
              "2001::/23", // protocol assignments, Teredo
              "2001:db8::/32", // documentation
              "3fff::/20", // documentation
              "5f00::/16", // segment routing
              "fc00::/7", // unique local
              "fe80::/10", // link-local
              "fec0::/10", // site-local
              "ff00::/8") // multicast
          .map(Network::parse)
          .toList();

  /** Prefixes of IPv6 addresses that have an IPv4 address in them, and where. */
  private static final Network NAT64 = Network.parse("64:ff9b::/96");

  private static final int NAT64_OFFSET = 12;
  private static final Network SIX_TO_FOUR = Network.parse("2002::/16");
  private static final int SIX_TO_FOUR_OFFSET = 2;
  private static final int IPV4_LENGTH = 4;

  private final List<String> allowedHosts;
  private final List<Network> allowedNetworks;

  /**
   * Rules with exceptions.
   *
   * @param allowed names of hosts, {@code .suffixes} of names, addresses, and networks in CIDR
   *     notation
   * @throws IllegalArgumentException if one of them is none of that
   */
  AddressRules(List<String> allowed) {
    allowedNetworks = allowed.stream().filter(Network::isLiteral).map(Network::parse).toList();
    allowedHosts =
        allowed.stream()
            .filter(each -> !Network.isLiteral(each))
            .map(each -> each.toLowerCase(Locale.ROOT))
            .toList();
  }

  /**
   * Whether a host may be called at an address.
   *
   * @param host its name, or a literal address
   * @param address one of those that the name was resolved to
   */
  boolean admit(String host, InetAddress address) {
    return isAllowedByName(host.toLowerCase(Locale.ROOT)) || admit(address.getAddress());
  }

  private boolean isAllowedByName(String host) {
    return allowedHosts.stream()
        .anyMatch(
            allowed -> allowed.startsWith(".") ? host.endsWith(allowed) : host.equals(allowed));
  }

  private boolean admit(byte[] address) {
    if (contains(allowedNetworks, address)) {
      return true;
    }
    if (NAT64.contains(address)) {
      return admit(embedded(address, NAT64_OFFSET));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return admit(embedded(address, SIX_TO_FOUR_OFFSET));
    }
    return !contains(REFUSED, address);
  }

  private static boolean contains(List<Network> networks, byte[] address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  private static byte[] embedded(byte[] address, int offset) {
    return Arrays.copyOfRange(address, offset, offset + IPV4_LENGTH);
  }
}
