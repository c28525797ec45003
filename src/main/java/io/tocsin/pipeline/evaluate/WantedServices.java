package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EventType;
import com.espertech.esper.common.internal.filterspec.FilterOperator;
import com.espertech.esper.common.internal.filterspec.FilterValueSetParam;
import com.espertech.esper.common.internal.filtersvc.FilterHandle;
import io.tocsin.model.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which services the filters on {@code Metric} let pass. Most sensors of a plant have no rule: their events need not go through
 * the filters at all. Says yes where it cannot tell. For one thread at a time.
 */
final class WantedServices {
    private static final String SERVICE = "service";
    private static final int SLOTS = 256;

    /** How many alternatives name a service. */
    private final Map<String, Integer> services = new HashMap<>();
    /** How many let others pass than those they name. */
    private int any;

    /** Services asked for before, each at the slot of its hash, and the answers. */
    private final @Nullable String[] asked = new @Nullable String[SLOTS];

    private final boolean[] answers = new boolean[SLOTS];

    /** What each filter has added: nothing else is taken back. */
    private final IdentityHashMap<FilterHandle, List<List<String>>> added = new IdentityHashMap<>();

    /** @param alternatives each of which lets pass what meets all its conditions; without any, everything passes */
    void add(FilterHandle filter, EventType type, FilterValueSetParam[][] alternatives) {
        if (concernsMetric(type)) {
            List<String> named = named(type, alternatives);
            added.computeIfAbsent(filter, f -> new ArrayList<>(1)).add(named);
            count(named, 1);
        }
    }

    void remove(FilterHandle filter, EventType type, FilterValueSetParam[][] alternatives) {
        List<List<String>> ofFilter = added.get(filter);
        if (ofFilter == null || !concernsMetric(type)) {
            return;
        }
        List<String> named = named(type, alternatives);
        if (ofFilter.remove(named)) {
            count(named, -1);
        }
        if (ofFilter.isEmpty()) {
            added.remove(filter);
        }
    }

    private static boolean concernsMetric(EventType type) {
        Class<?> underlying = type.getUnderlyingType();
        return underlying.isAssignableFrom(Metric.class);
    }

    private void count(List<String> named, int more) {
        if (named.isEmpty()) {
            any += more;
        }
        Arrays.fill(asked, null);
        for (String service : named) {
            services.merge(service, more, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    /** The services that pass; none where others may pass too. */
    private static List<String> named(EventType type, FilterValueSetParam[][] alternatives) {
        if (!type.getName().equals(EsperConfiguration.METRIC)) {
            return List.of();
        }
        List<String> named = new ArrayList<>(1);
        for (FilterValueSetParam[] conditions : alternatives) {
            String service = service(conditions);
            if (service == null) {
                return List.of();
            }
            named.add(service);
        }
        return named;
    }

    /** The one service that meets the conditions, or null where there may be several. */
    private static @Nullable String service(FilterValueSetParam[] conditions) {
        for (FilterValueSetParam condition : conditions) {
            // An alias may have the column's name and mean something else.
            if (condition.getFilterOperator() == FilterOperator.EQUAL
                    && condition.getLookupable().getExpression().equals(SERVICE)
                    && !condition.getLookupable().isNonPropertyEval()
                    && condition.getFilterForValue() instanceof String service) {
                return service;
            }
        }
        return null;
    }

    /** Whether an event of this service may be wanted. */
    @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // what is not the same is looked up
    boolean contains(String service) {
        int slot = service.hashCode() & (SLOTS - 1);
        return service == asked[slot] ? answers[slot] : lookUp(service, slot);
    }

    private boolean lookUp(String service, int slot) {
        asked[slot] = service;
        answers[slot] = any > 0 || services.containsKey(service);
        return answers[slot];
    }
}
