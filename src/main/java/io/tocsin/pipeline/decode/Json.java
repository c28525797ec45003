package io.tocsin.pipeline.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Two parsers for one grammar. The quick one keeps the names it has met, so that they cost no allocation; only short
 * messages with short names may reach it, which bounds what it keeps and how long a hostile set of names may take. The
 * thorough one keeps nothing, takes everything within the decoder's limits and lets NaN and Infinity through, so that
 * they can be told from other damage.
 */
final class Json {
    private static final int QUICK_BYTES = 16 * 1024;
    private static final int QUICK_NAME_BYTES = 256;

    private final JsonFactory quick;
    private final JsonFactory thorough;

    Json(int maxDepth) {
        quick = JsonFactory.builder()
                .streamReadConstraints(constraints(maxDepth, QUICK_NAME_BYTES))
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        thorough = JsonFactory.builder()
                .streamReadConstraints(constraints(maxDepth, Integer.MAX_VALUE))
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();
    }

    /** Everything but the depth is unlimited here: the decoder's own limits decide. */
    private static StreamReadConstraints constraints(int maxDepth, int maxName) {
        return StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxNameLength(maxName)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .build();
    }

    static boolean mayBeQuick(byte[] data) {
        return data.length <= QUICK_BYTES;
    }

    JsonParser quick(byte[] utf8) throws IOException {
        return quick.createParser(utf8);
    }

    JsonParser thorough(byte[] utf8) throws IOException {
        return thorough.createParser(new String(utf8, StandardCharsets.UTF_8).toCharArray());
    }
}
