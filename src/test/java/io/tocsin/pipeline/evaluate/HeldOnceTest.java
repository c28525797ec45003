package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeldOnceTest {
    private static final ThreadLocal<Object> ESPER = ThreadLocal.withInitial(Object::new);

    private final HeldOnce<Object> held = once();

    private static HeldOnce<Object> once() {
        return new HeldOnce<>(ESPER);
    }

    @Test
    void everyThreadGetsTheSame() throws Exception {
        Object here = held.get();
        assertThat(held.get()).isSameAs(here);
        assertThat(CompletableFuture.supplyAsync(held::get).get(60, TimeUnit.SECONDS))
                .isSameAs(here);
    }

    @Test
    void theThreadThatMadeItKeepsNothingOfIt() {
        Object made = held.get();
        assertThat(ESPER.get()).isNotSameAs(made);
    }

    @Test
    void whatWasRemovedIsMadeAnew() {
        Object before = held.get();
        held.remove();
        assertThat(held.get()).isNotSameAs(before);
    }
}
