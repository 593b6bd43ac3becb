package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient.Response;

/** What all problem details have in common. */
public final class ProblemAssertions {

  private ProblemAssertions() {}

  /** Checks that it is a problem (RFC 9457), and that it tells nothing of our insides. */
  public static void assertProblem(Response answer, int status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("title").asString()).isNotBlank();
    assertNoInsides(answer.body());
  }

  /** Checks that it is a problem, and that it names this field and some rule. */
  public static void assertProblem(Response answer, int status, String field) {
    assertProblem(answer, status);
    assertThat(answer.json().at("/errors/0/field").asString()).as(answer.body()).isEqualTo(field);
    assertThat(answer.json().at("/errors/0/rule").asString()).as(answer.body()).isNotBlank();
  }

  public static void assertNoInsides(String body) {
    assertThat(body)
        .doesNotContain("Exception", "\tat ", "trace", "dev.chime.", "org.", "java.", "tools.");
  }
}
