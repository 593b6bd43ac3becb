package dev.chime.config;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.context.annotation.Import;

/**
 * Protects the Actuator's own port in the same way. Its server has a child context, which inherits
 * no filters and no customizers.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@Import(JettyConfiguration.class)
class ManagementPortConfiguration {}
