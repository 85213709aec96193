package io.avid.platform.module;

import io.avid.platform.module.TestingModule.Behaviour;

/** The contract of a call, inside the process. */
class DirectCallTest extends CallContract {
    @Override
    TestingModule start(Behaviour behaviour) {
        return TestingModule.direct(behaviour);
    }
}
