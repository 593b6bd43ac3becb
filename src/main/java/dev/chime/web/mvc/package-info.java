/**
 * The fast path around Spring MVC: what replaces Spring's own handling of a request, and why.
 *
 * <p>Spring MVC is made for every kind of application. It compares media types, builds a data
 * binder for each argument, negotiates the type of each answer, and sends a request that was parked
 * through all of that a second time. Chime has few endpoints, speaks JSON only, and answers most
 * requests from memory. There the general way costs more than the work itself. So six steps of a
 * request are done here, each in the place that Spring provides for it:
 *
 * <ol>
 *   <li>{@link dev.chime.web.mvc.RoutingServlet} calls the handler of a request straight away,
 *       where path, method and headers leave nothing to weigh. Spring's servlet would look at all
 *       mappings and media types, and keep what it finds with the request: two dozen attributes,
 *       and 3.5 KB for each {@code GET}. Everything unusual still goes that way.
 *   <li>{@link dev.chime.web.mvc.PathFirstHandlerMapping} finds the handler of all others: by
 *       method and path first, by media types last. It is asked before Actuator's mapping. This
 *       took a fifth of the time of a {@code GET}.
 *   <li>{@link dev.chime.web.mvc.TextArgumentResolver} reads path variables, parameters and headers
 *       as plain text, without a data binder. This took a tenth. It also keeps commas: Spring
 *       splits a single value at its commas, although labels and entity tags may contain some.
 *   <li>{@link dev.chime.web.mvc.JsonBodyArgumentResolver} reads bodies as strict UTF-8. Jackson
 *       would guess the encoding, and accept bytes that are not UTF-8.
 *   <li>{@link dev.chime.web.mvc.AnswerWriter} writes an {@link dev.chime.web.mvc.Answer} in one
 *       piece with its length. Spring would send it as a chunk, and a second chunk to end it.
 *   <li>{@link dev.chime.web.mvc.ParkedRequests} parks a request while a task waits for its answer,
 *       and writes the answer when the task has it. Spring's {@code DeferredResult} would dispatch
 *       the request again, through mappings, handlers and converters: half the cost of an answer.
 * </ol>
 *
 * <p>{@link dev.chime.web.mvc.FastPathConfiguration} puts these before Spring's own. Everything
 * else stays Spring's: controllers are annotated as usual, and any other argument, return type or
 * failure is handled by Spring.
 */
@NullMarked
package dev.chime.web.mvc;

import org.jspecify.annotations.NullMarked;
