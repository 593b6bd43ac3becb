package dev.chime.web;

import java.util.Collection;
import org.springframework.format.FormatterRegistry;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Leaves commas in parameters and headers to us. Spring would split the only value of a list at
 * them, but not one of several; and labels and entity tags may have commas in them.
 */
@Component
class WholeParameters implements WebMvcConfigurer {

  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.removeConvertible(String.class, Collection.class); // what is left wraps it in a list
  }
}
