package io.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadsTest {
    @TempDir
    private Path folder;

    private Store store;
    private RulesFile asking;

    @BeforeEach
    void open() {
        store = Store.open(folder);
        asking = RulesFile.open(folder, true).orElseThrow();
    }

    @AfterEach
    void close() {
        asking.close();
        store.close();
    }

    @Test
    void thoseWhoAskForTheSameOneAfterTheOtherAreAnsweredTogether() {
        Reloads desk = store.reloads();
        assertThat(desk.asked()).isNull();
        long first = asking.ask(1, null);
        long second = asking.ask(2, null);
        long compared = asking.ask(3, "abc");
        long last = asking.ask(4, null);

        assertThat(desk.asked()).isEqualTo(new Reloads.Request(second, null));
        desk.answer(second, 0, "done", 5);
        assertThat(asking.answer(first)).contains(new RulesFile.Answer(0, "done"));
        assertThat(asking.answer(second)).contains(new RulesFile.Answer(0, "done"));
        assertThat(asking.answer(compared)).isEmpty();

        assertThat(desk.asked()).isEqualTo(new Reloads.Request(compared, "abc"));
        desk.answer(compared, 1, "changed since", 6);
        assertThat(desk.asked()).isEqualTo(new Reloads.Request(last, null));
        assertThat(asking.answer(last)).isEmpty();
    }

    @Test
    void aStartAnswersWhatWasAskedOfTheProcessBefore() {
        long open = asking.ask(1, "abc");
        store.close();
        store = Store.open(folder);

        assertThat(store.reloads().asked()).isNull();
        assertThat(asking.answer(open).orElseThrow().report())
                .isEqualTo("the service was started anew and has read the rules");
    }

    @Test
    void oldAnswersAreForgotten() {
        Reloads desk = store.reloads();
        long first = asking.ask(1, null);
        long last = first;
        for (int i = 0; i < 150; i++) {
            last = asking.ask(2, null);
            desk.answer(last, 0, "done", 3);
        }
        assertThat(asking.answer(first)).isEmpty();
        assertThat(asking.answer(last - 99)).isPresent();
        assertThat(asking.answer(last - 100)).isEmpty();
    }
}
