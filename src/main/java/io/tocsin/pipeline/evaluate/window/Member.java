package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventType;
import com.espertech.esper.common.internal.event.bean.core.BeanEventBean;
import org.jspecify.annotations.Nullable;

/**
 * An event that remembers the group it came to last, which most often is the one it leaves. Where the groups of several statements
 * take it in, that is the one of the last of them, and the others look for theirs. It takes no more memory than Esper's, which has
 * as many bytes to spare.
 */
final class Member extends BeanEventBean {
    private @Nullable Group group;
    private boolean replaceable;

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

    /** Whether who is given these now is content with others like them, see {@link Alike}. */
    static void mark(EventBean[] events, boolean replaceable) {
        for (EventBean event : events) {
            if (event instanceof Member member) {
                member.replaceable = replaceable;
            }
        }
    }

    boolean isReplaceable() {
        return replaceable;
    }
}
