package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.client.EventType;
import com.espertech.esper.common.internal.event.bean.core.BeanEventBean;
import org.jspecify.annotations.Nullable;

/**
 * An event that remembers the group it came to last, so that nobody has to look for it when the event leaves. It takes no more
 * memory than Esper's, which has as many bytes to spare. Where the groups of several statements take it in, that is the one of
 * the last of them, and the others look for theirs.
 */
final class Member extends BeanEventBean {
    private @Nullable Group group;

    Member(Object event, EventType type) {
        super(event, type);
    }

    void cameTo(@Nullable Group joined) {
        group = joined;
    }

    @Nullable
    Group group() {
        return group;
    }
}
