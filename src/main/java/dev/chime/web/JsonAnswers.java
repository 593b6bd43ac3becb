package dev.chime.web;

import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** How JSON is sent. */
@Configuration(proxyBeanMethods = false)
class JsonAnswers {

  @Bean
  ServerHttpMessageConvertersCustomizer sizedJson(JsonMapper mapper) {
    return converters -> converters.withJsonConverter(new SizedJson(mapper));
  }
}
