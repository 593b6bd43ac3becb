package dev.chime.config;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.type.LogicalType;

/** Makes Jackson read JSON more strictly than Spring Boot's properties can. */
@Configuration(proxyBeanMethods = false)
class JacksonConfiguration {

  /**
   * Rejects a number or a boolean where a string is expected, and a fraction where an integer is.
   */
  @Bean
  JsonMapperBuilderCustomizer strictScalars() {
    return builder ->
        builder
            .withCoercionConfig(
                LogicalType.Textual,
                strings -> {
                  strings.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                  strings.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                  strings.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                })
            .withCoercionConfig(
                LogicalType.Integer,
                integers -> {
                  integers.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                  integers.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                  integers.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
                });
  }
}
