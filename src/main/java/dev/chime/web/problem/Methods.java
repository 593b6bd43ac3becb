package dev.chime.web.problem;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** The methods of requests, and the header {@code Allow}. */
public final class Methods {

  /**
   * {@code TRACE} under a name that no servlet knows, so that it is refused like any unknown
   * method. Under its real name, servlets would answer it with an echo of the request.
   */
  public static final HttpMethod TRACE = HttpMethod.valueOf("trace");

  private static final List<String> ORDER =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private Methods() {}

  /**
   * The value of the header {@code Allow} for a resource with these methods. It always has the same
   * order, and includes {@code HEAD} (if there is {@code GET}) and {@code OPTIONS}.
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

  /** The problem detail for a method that is not allowed. */
  public static ProblemDetail notAllowed(String allowed) {
    String rule = allowed.isEmpty() ? "must be another" : "must be one of " + allowed;
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(HttpStatus.METHOD_NOT_ALLOWED, "method " + rule);
    ProblemType.blame(problem, "method", rule);
    return problem;
  }
}
