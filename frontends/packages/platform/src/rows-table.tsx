import {EmptyState, LoadingState, useLocale} from '@avid/kit';
import {Table, type TableProps} from '@avid/kit/table';
// By its name, as a feature has this file of its own and the platform of the shell.
import {ProblemState, type Rows} from '@avid/platform';

export interface RowsTableProps<Row> extends Omit<TableProps<Row>, 'count' | 'rowAt' | 'onView' | 'fill' | 'foot' | 'empty'> {
  /** What `useRows` answered. */
  rows: Rows<Row>;
  /** Under the rows: how many there are, already as the person writes numbers, and whether more can be loaded. */
  foot(count: string, more: boolean): string;
  /** How many there are in all, where the server says so; else those that are loaded are counted. */
  total?: bigint | undefined;
  /** Told in place of rows where there are none. */
  none: string;
  noneWhy: string;
}

/** A list method's rows, from the moment they are asked for: loading, failed with a retry, none, or a table that fills the page. */
export function RowsTable<Row>({rows, foot, total, none, noneWhy, ...table}: RowsTableProps<Row>) {
  const {tag} = useLocale();
  if (rows.failure) return <ProblemState failure={rows.failure} onRetry={rows.retry} />;
  if (rows.loading) return <LoadingState lines={10} />;
  return (
    <Table
      {...table}
      count={rows.count}
      rowAt={rows.rowAt}
      onView={rows.onView}
      fill
      foot={foot(new Intl.NumberFormat(tag).format(total ?? rows.count), rows.more)}
      empty={<EmptyState title={none}>{noneWhy}</EmptyState>}
    />
  );
}
