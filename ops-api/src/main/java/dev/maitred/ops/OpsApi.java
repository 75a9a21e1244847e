package dev.maitred.ops;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The application: answers, and the topology that they come from. */
@SpringBootApplication
@EnableConfigurationProperties(OpsSettings.class)
public class OpsApi {}
