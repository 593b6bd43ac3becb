package dev.chime.web.mvc;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Spring's servlet, with a shorter way for requests that need none of its services: straight to
 * their {@link Route}. Failures are handled as on the long way.
 */
@Component(DispatcherServletAutoConfiguration.DEFAULT_DISPATCHER_SERVLET_BEAN_NAME)
class RoutingServlet extends DispatcherServlet {

  private static final Logger LOG = LoggerFactory.getLogger(RoutingServlet.class);
  private static final long serialVersionUID = 1;

  private final transient AnswerWriter answers;
  private transient @Nullable Routes routes;

  RoutingServlet(AnswerWriter answers) {
    this.answers = answers;
    setPublishEvents(false); // nobody listens
  }

  @Override
  protected void initStrategies(ApplicationContext context) {
    super.initStrategies(context);
    routes =
        new Routes(
            context.getBean(PathFirstHandlerMapping.class),
            context.getBean(RequestMappingHandlerAdapter.class));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Route route = routes == null ? null : routes.find(request);
    if (route == null) {
      super.service(request, response);
      return;
    }
    try {
      answer(route, request, response);
    } catch (ServletException | IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }

  private void answer(Route route, HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    try {
      Answer answer = route.call(request, response);
      if (answer != null) {
        write(answer, response);
      }
    } catch (Exception e) {
      processHandlerException(request, response, route.handler(), e);
    } catch (Error e) {
      processHandlerException(request, response, route.handler(), new ServletException(e));
    }
  }

  private void write(Answer answer, HttpServletResponse response) {
    try {
      answers.write(answer, response);
    } catch (IOException e) {
      LOG.debug("the client has gone: {}", e.getMessage());
    }
  }
}
