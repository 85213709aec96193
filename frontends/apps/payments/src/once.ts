import {useState} from 'react';
import {fieldErrors, newRequestId, problemOf, type Problem} from '@avid/platform';

/**
 * Something that is to be done once, however often a person presses: one at a time, and with one request id from the first
 * press until the server has refused it, so that what may have arrived is repeated and never done again.
 */
export function useOnce<Answer>(act: (requestId: string) => Promise<Answer>, done: (answer: Answer) => void) {
  const [requestId, setRequestId] = useState(newRequestId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = () => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    act(requestId)
      .then((answer) => {
        setRequestId(newRequestId());
        done(answer);
      })
      .catch((failure: unknown) => {
        const told = problemOf(failure);
        if (!told.retryable) setRequestId(newRequestId());
        setProblem(told);
      })
      .finally(() => setBusy(false));
  };
  return {
    run,
    busy,
    problem,
    /** For a form whose fields are those of the request's message of this name. */
    errors: (prefix: string) => (!problem ? undefined : Object.keys(problem.fields).length > 0 ? fieldErrors(problem, prefix) : {'': problem.message}),
  };
}
