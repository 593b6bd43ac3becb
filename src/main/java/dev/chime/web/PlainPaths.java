package dev.chime.web;

import dev.chime.web.problem.InvalidRequestException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses paths with parameters. Spring would pass over what follows a semicolon, so that whoever
 * does not escape the ids {@code a;b} and {@code a;c} had one timer {@code a} for both.
 */
@Component
class PlainPaths implements HandlerInterceptor, WebMvcConfigurer {

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getRequestURI().indexOf(';') >= 0) {
      throw new InvalidRequestException("path", "must not have ; in it");
    }
    return true;
  }
}
