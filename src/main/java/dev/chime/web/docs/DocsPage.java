package dev.chime.web.docs;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The documentation page at {@code /docs/}: Swagger UI from its WebJar, with our own page and
 * initializer.
 */
@Configuration(proxyBeanMethods = false)
class DocsPage implements WebMvcConfigurer {

  private static final String PAGE = "/docs/";

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addRedirectViewController("/docs", PAGE);
    registry.addViewController(PAGE).setViewName("forward:/docs/index.html");
  }

  /** Serves files of WebJars. Their paths contain a version; the chain finds them without it. */
  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry.addResourceHandler("/docs/*.*").addResourceLocations("classpath:/docs/");
    registry
        .addResourceHandler("/webjars/**")
        .addResourceLocations("classpath:/META-INF/resources/webjars/")
        .resourceChain(true);
  }
}
