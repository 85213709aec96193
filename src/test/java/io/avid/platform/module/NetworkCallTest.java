package io.avid.platform.module;

import io.avid.platform.module.TestingModule.Behaviour;

/** The contract of a call, over a socket. */
class NetworkCallTest extends CallContract {
    @Override
    TestingModule start(Behaviour behaviour) {
        return TestingModule.network(behaviour);
    }
}
