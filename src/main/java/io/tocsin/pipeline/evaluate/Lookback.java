package io.tocsin.pipeline.evaluate;

import io.tocsin.model.Rule;
import io.tocsin.pipeline.evaluate.horizon.Need;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far back a statement looks.
 *
 * @param name of the statement, or its file and line where it has none
 * @param rule what becomes of its rows, or null where they feed other statements only
 * @param windows its windows, patterns and output clause, as written
 * @param need what of the past gives its rows again
 */
public record Lookback(String name, @Nullable Rule rule, List<String> windows, Need need) {}
