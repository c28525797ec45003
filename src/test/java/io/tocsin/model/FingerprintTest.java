package io.tocsin.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {
    /** The first by {@code printf '\0\0\0\3abc' | sha256sum}. */
    @Test
    void itIsTheStartOfSha256OverPartsWithTheirLengths() {
        assertThat(Fingerprint.of("abc")).isEqualTo("d04b72a650ce0f8ce4963330a53ee283");
        assertThat(Fingerprint.of()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb924");
        assertThat(Fingerprint.of("é")).isEqualTo("d1e9fa6240157ad2f9401c2bd40da330");
    }

    @Test
    void whereAPartEndsMatters() {
        assertThat(Fingerprint.of("ab", "c")).isNotEqualTo(Fingerprint.of("a", "bc"));
        assertThat(Fingerprint.of("abc")).isNotEqualTo(Fingerprint.of("abc", ""));
    }
}
