package dev.chime.delivery.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {

  private final AddressRules rules = new AddressRules(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1"
      })
  void whatIsNotOnTheInternetIsRefused(String address) throws UnknownHostException {
    assertThat(rules.admit("example.com", InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "192.167.255.255",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
        "2606:4700:4700::1111",
        "2a00:1450::1"
      })
  void whatIsOnTheInternetIsCalled(String address) throws UnknownHostException {
    assertThat(rules.admit("example.com", InetAddress.getByName(address))).isTrue();
  }

  @Test
  void theOperatorMayNameHostsAndNetworks() throws UnknownHostException {
    AddressRules allowing =
        new AddressRules(List.of("Hooks.internal", ".svc.local", "10.1.0.0/16", "fd00::/8", "::1"));
    InetAddress inside = InetAddress.getByName("10.2.0.1");
    assertThat(allowing.admit("hooks.internal", inside)).isTrue();
    assertThat(allowing.admit("a.svc.local", inside)).isTrue();
    assertThat(allowing.admit("svc.local", inside)).isFalse();
    assertThat(allowing.admit("nothooks.internal", inside)).isFalse();
    assertThat(allowing.admit("x.hooks.internal", inside)).isFalse();
    assertThat(allowing.admit("x", InetAddress.getByName("10.1.255.255"))).isTrue();
    assertThat(allowing.admit("x", InetAddress.getByName("64:ff9b::a01:1"))).isTrue();
    assertThat(allowing.admit("x", InetAddress.getByName("fd12::1"))).isTrue();
    assertThat(allowing.admit("x", InetAddress.ofLiteral("0:0:0:0:0:0:0:1"))).isTrue();
    assertThat(allowing.admit("x", InetAddress.ofLiteral("127.0.0.3"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/33", "10.0.0/8", "10.0.0.0/", "host/8", "::/129", "10.0.0.0/-1"})
  void whatIsNoNetworkIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new AddressRules(List.of(text)));
  }
}
