package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chime.timer.service.NamespaceClocks;
import dev.chime.web.access.Caller;
import dev.chime.web.mvc.Answer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says who the caller is, and what answers. */
@RestController
@RequestMapping(path = "/whoami", produces = MediaType.APPLICATION_JSON_VALUE)
class WhoamiController {

  /**
   * Who the caller is, and what answers.
   *
   * @param key the name of the caller's key; left out where there are no keys
   * @param role the role of the key
   * @param namespace the namespace of the key
   * @param now the time by which the namespace goes
   * @param testClock whether that is a test clock
   * @param version the version of the server
   * @param node the name of the node
   * @param store the kind of its store
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Whoami(
      @Nullable String key,
      String role,
      String namespace,
      String now,
      boolean testClock,
      String version,
      String node,
      String store) {}

  private final NamespaceClocks clocks;
  private final ServerInfo server;

  WhoamiController(NamespaceClocks clocks, ServerInfo server) {
    this.clocks = clocks;
    this.server = server;
  }

  /** Returns who the caller is. */
  @GetMapping
  Answer whoami(Caller caller) {
    return Answer.ok(
        new Whoami(
            caller.key(),
            caller.role().name().toLowerCase(Locale.ROOT),
            caller.namespace().name(),
            TimerResponse.time(clocks.now(caller.namespace())),
            clocks.isTest(caller.namespace()),
            server.version(),
            server.node(),
            server.store()));
  }
}
