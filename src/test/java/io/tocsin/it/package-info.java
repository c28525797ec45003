/** The packaged program as a user runs it: child processes, a real streaming server, real mail. */
@NullMarked
package io.tocsin.it;

import org.jspecify.annotations.NullMarked;
