/** What tests drive servers with: clients, processes, clusters, and a network that can be cut. */
@NullMarked
package dev.chime.harness;

import org.jspecify.annotations.NullMarked;
