package dev.chime.web.problem;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Methods of requests. */
public final class Methods {

  /**
   * {@code TRACE} by a name that no servlet knows, so that it is refused like any method that is
   * not there. By its own name it would be answered with an echo of the request.
   */
  public static final HttpMethod TRACE = HttpMethod.valueOf("trace");

  private static final List<String> ORDER =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private Methods() {}

  /**
   * The header {@code Allow} where these methods are provided for: always in the same order, with
   * those that go without saying.
   */
  public static String allow(Collection<String> methods) {
    TreeSet<Integer> places = new TreeSet<>();
    for (String method : methods) {
      places.add(ORDER.indexOf(method));
    }
    if (methods.contains("GET")) {
      places.add(ORDER.indexOf("HEAD"));
    }
    places.add(ORDER.indexOf("OPTIONS"));
    places.remove(-1);
    return String.join(", ", places.stream().map(ORDER::get).toList());
  }

  /** The problem of a method that is not there. */
  public static ProblemDetail notAllowed(String allowed) {
    String rule = allowed.isEmpty() ? "must be another" : "must be one of " + allowed;
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(HttpStatus.METHOD_NOT_ALLOWED, "method " + rule);
    ProblemType.blame(problem, "method", rule);
    return problem;
  }
}
