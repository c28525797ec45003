package io.tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
    @Test
    void theReferenceIsWhatTheRecordsSay() throws IOException {
        if (System.getProperty("update") != null) {
            ConfigurationReference.main(new String[0]);
        }

        assertThat(Files.readString(ConfigurationReference.FILE))
                .as("docs/configuration.md; write it anew with ./mvnw test -Dtest=ConfigurationReferenceTest -Dupdate")
                .isEqualTo(ConfigurationReference.text());
    }

    @Test
    void everySettingIsExplainedInOneSentence() {
        List<Field> all = allFields(Settings.class);
        allFields(Settings.class).forEach(field -> {
            if (field.element() instanceof Class<?> each && Field.isSection(each)) {
                all.addAll(allFields(each));
            }
        });
        assertThat(all)
                .allSatisfy(field -> assertThat(field.doc()).as(field.key()).matches("[A-Z].*[^.]\\."));
    }

    @Test
    void theShippedFileMentionsEverySetting() throws IOException {
        String shipped = Files.readString(Path.of("config/tocsin.yaml"));

        assertThat(allFields(Settings.class))
                .allSatisfy(field -> assertThat(shipped).containsPattern("(?m)^[ #]*" + field.key() + ":"));
    }

    @Test
    void everyNumberDurationAndSizeHasARange() {
        assertThat(allFields(Settings.class)).allSatisfy(field -> {
            String type = field.type() instanceof ParameterizedType generic
                    ? generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1].getTypeName()
                    : field.type().getTypeName();
            if (type.matches("int|long|double|.*Duration|.*Size")) {
                assertThat(field.range()).as(field.key()).isNotNull();
            }
        });
    }

    private static List<Field> allFields(Class<?> section) {
        List<Field> all = new ArrayList<>();
        for (Field field : Field.of(section)) {
            all.add(field);
            if (field.isSection()) {
                all.addAll(allFields((Class<?>) field.type()));
            }
        }
        return all;
    }
}
