package dev.chime.config;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.context.annotation.Import;

/**
 * The same guards for a port that the Actuator has to itself: its server is set up in a context of
 * its own, which takes over no filters and no customizers.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@Import(JettyConfiguration.class)
class ManagementPortConfiguration {}
