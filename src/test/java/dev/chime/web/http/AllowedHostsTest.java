package dev.chime.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names mean this machine. */
class AllowedHostsTest {

  private static final AllowedHosts HOSTS =
      new AllowedHosts(List.of("Timers.Example.com", "10.0.0.7", "[FE80::1]", "dotted.example."));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:8080",
        "localhost.",
        "localhost.:80",
        "localhost:",
        "chime.localhost",
        "a.b.LocalHost.:1",
        "127.0.0.1",
        "127.0.0.1:65535",
        "127.255.255.254",
        "[::1]",
        "[::1]:8080",
        "timers.example.com:8080",
        "TIMERS.EXAMPLE.COM.",
        "10.0.0.7",
        "[fe80::1]:80",
        "dotted.example"
      })
  void theseAre(String host) {
    assertThat(HOSTS.admit(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":8080",
        ".",
        "example.com",
        "localhost.example.com",
        "notlocalhost",
        "localhost-",
        "localhost..",
        "127.0.0.1.example.com",
        "127.0.0",
        "127.0.0.256",
        "127.0.0.01",
        "127.0.0.1.1",
        "128.0.0.1",
        "0.0.0.0",
        "2130706433",
        "0x7f.0.0.1",
        "[::]",
        "[::2]",
        "[::ffff:127.0.0.1]",
        "::1",
        "sub.timers.example.com",
        "timers.example.com:80:80",
        "timers.example.com:x",
        "localhost@example.com",
        "example.com, localhost",
        "localhost/",
        "localhost "
      })
  void theseAreNot(String host) {
    assertThat(HOSTS.admit(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:80", "http://a", "a/b", "a b", "*", "::1"})
  void whatIsNoNameIsRefusedAtTheStart(String name) {
    assertThatThrownBy(() -> new AllowedHosts(List.of(name)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chime.allowed-hosts");
  }
}
