package dev.chime.web.mvc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plain query is read as the container reads it. */
class PlainQueryTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wait=0",
        "wait",
        "wait=",
        "&wait=1&&wait=2&",
        "=x",
        "wait=a=b",
        "wait&wait=3",
        "",
        "waiting=1",
        "await=1&wait=2",
        "a=1&b=2&wait=,",
        "wai=1&t=wait",
      })
  void asTheContainerDoes(String query) {
    Fields fields = new Fields(true);
    UrlEncoded.decodeTo(query, fields::add, StandardCharsets.UTF_8);
    List<String> expected = fields.getValues("wait") == null ? List.of() : fields.getValues("wait");
    assertThat(PlainQuery.isPlain(query)).isTrue();
    assertThat(PlainQuery.values(query, "wait")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait=%30", "wait=1+2", "wait=ü", "x=1&y=%zz"})
  void escapesAreTheContainers(String query) {
    assertThat(PlainQuery.isPlain(query)).isFalse();
  }
}
