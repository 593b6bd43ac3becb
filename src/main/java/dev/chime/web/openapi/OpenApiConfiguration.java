package dev.chime.web.openapi;

import dev.chime.timer.Namespace;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What springdoc is told beyond its properties. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

  static {
    // Whose timers they are comes from the API key, not from a parameter.
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Namespace.class);
  }

  /** Leaves springdoc's beans until somebody asks for the document: they would slow every start. */
  @Bean
  static BeanFactoryPostProcessor springdocWhenAskedFor() {
    return factory -> {
      for (String name : factory.getBeanDefinitionNames()) {
        var type = factory.getType(name, false);
        if (type != null && type.getName().startsWith("org.springdoc.")) {
          factory.getBeanDefinition(name).setLazyInit(true);
        }
      }
    };
  }
}
