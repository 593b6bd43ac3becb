package dev.chime.config;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.type.LogicalType;

/** How strictly JSON is read, beyond what Boot has properties for. */
@Configuration(proxyBeanMethods = false)
class JacksonConfiguration {

  /** Where a string is asked for, a number or a boolean is a mistake. */
  @Bean
  JsonMapperBuilderCustomizer stringsAreStrings() {
    return builder ->
        builder.withCoercionConfig(
            LogicalType.Textual,
            strings -> {
              strings.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
              strings.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
              strings.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            });
  }
}
