package dev.chime.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chime.async.Executor;
import dev.chime.timer.NodeStore;
import dev.chime.timer.service.TimerService;
import dev.chime.web.mvc.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says which nodes share the store. */
@RestController
@RequestMapping(path = "/nodes", produces = MediaType.APPLICATION_JSON_VALUE)
class NodeController {

  /** The nodes, in the order of their names. */
  record NodeList(List<Node> nodes) {}

  /**
   * A node.
   *
   * @param name its name
   * @param self whether it is the one that answers
   * @param share about which part of all timers it is responsible for
   * @param seenAt when it was last heard of; left out if it has just come
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Node(String name, boolean self, double share, @Nullable String seenAt) {}

  private final TimerService timers;
  private final NodeStore store;
  private final ServerInfo server;

  NodeController(TimerService timers, NodeStore store, ServerInfo server) {
    this.timers = timers;
    this.store = store;
    this.server = server;
  }

  /** Returns all nodes that were heard of lately. */
  @GetMapping
  Answer list() throws InterruptedException {
    Map<String, Instant> seen = Executor.blockOn(store.lastSeen());
    Map<String, Double> shares = timers.nodes().shares(server.node());
    TreeSet<String> names = new TreeSet<>(seen.keySet());
    names.addAll(shares.keySet());
    return Answer.ok(
        new NodeList(names.stream().map(each -> node(each, shares, seen.get(each))).toList()));
  }

  private Node node(String name, Map<String, Double> shares, @Nullable Instant seen) {
    boolean isSelf = name.equals(server.node());
    Instant at = seen == null && isSelf ? timers.clocks().service().instant() : seen;
    return new Node(
        name, isSelf, shares.getOrDefault(name, 0.0), at == null ? null : TimerResponse.time(at));
  }
}
