/** What every engine's process shares: the messages, the workloads, the rounds and how they are measured. */
package io.tocsin.bench;
