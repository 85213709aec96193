import {Code} from '@connectrpc/connect';
import {catalogue, ErrorState, useTexts} from '@avid/kit';
import {problemOf} from './problem';

const texts = catalogue({
  en: {
    unavailable: 'Not available at the moment',
    denied: 'You may not see this',
    deniedHow: (permission: string) => `It takes the permission ${permission}. Ask your administrator for it.`,
    missing: 'There is no such thing',
    failed: 'That did not work',
  },
  de: {
    unavailable: 'Im Moment nicht verfügbar',
    denied: 'Das dürfen Sie nicht sehen',
    deniedHow: (permission: string) => `Dazu braucht es die Berechtigung ${permission}. Bitten Sie Ihren Administrator darum.`,
    missing: 'Das gibt es nicht',
    failed: 'Das hat nicht geklappt',
  },
});

/** In place of what a call would have shown: what is wrong, in the server's words, and a retry. */
export function ProblemState({failure, onRetry}: {failure: unknown; onRetry?(): void}) {
  const said = useTexts(texts);
  const problem = problemOf(failure);
  const permission = problem.metadata.permission;
  const title =
    problem.code === Code.PermissionDenied ? said.denied
    : problem.code === Code.NotFound ? said.missing
    : problem.retryable ? said.unavailable
    : said.failed;
  return (
    <ErrorState title={title} onRetry={onRetry}>
      {problem.code === Code.PermissionDenied && permission ? said.deniedHow(permission) : problem.message}
    </ErrorState>
  );
}
