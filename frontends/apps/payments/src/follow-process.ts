import {useQuery} from '@connectrpc/connect-query';
import {BillingService} from '@avid/api/avid/billing/v1/billing_service';
import type {Process} from '@avid/api/avid/process/v1/process';
import {clientOf, newRequestId} from '@avid/platform';
import {hasEnded} from '@avid/platform/process-steps';

const PAUSE_MILLIS = 400;
/** One that waits for a person may wait for hours. */
const LONG_PAUSE_MILLIS = 5_000;
const IMPATIENT_MILLIS = 60_000;

/** One of billing's processes as it goes on, from its name or from what started it; `again` asks at once. */
export function useFollowedProcess(name: string | undefined) {
  const {data, error, refetch} = useQuery(BillingService.method.getProcess, {name: name ?? ''}, {
    enabled: Boolean(name),
    refetchInterval: ({state}) => {
      const process = state.data as Process | undefined;
      if (process && hasEnded(process)) return false;
      const since = Number(process?.createTime?.seconds ?? 0n) * 1000;
      return since > 0 && Date.now() - since > IMPATIENT_MILLIS ? LONG_PAUSE_MILLIS : PAUSE_MILLIS;
    },
  });
  const process = name ? data : undefined;
  return {
    process,
    failure: name ? (error ?? undefined) : undefined,
    retry: async () => {
      await clientOf(BillingService).retryProcess({name: name ?? '', requestId: newRequestId()});
      await refetch();
    },
    cancel: async () => {
      await clientOf(BillingService).cancelProcess({name: name ?? '', requestId: newRequestId()});
      await refetch();
    },
  };
}
