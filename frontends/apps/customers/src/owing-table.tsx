import {Download} from 'lucide-react';
import {Button, calendarDate, catalogue, decimalText, EmptyState, LoadingState, minorDigits, Money, useLocale, useTexts} from '@avid/kit';
import {Table, type Column} from '@avid/kit/table';
import {ProblemState, useNavigate} from '@avid/platform';
import {csvText, saveFile} from '@avid/platform/csv';
import {pathOf} from './customer-path';
import {useOwing, type Debt, type Owing} from './owing-customers';

const texts = catalogue({
  en: {name: 'Name', number: 'Number', late: 'Of it this late', owed: 'Owes in all', none: 'Nobody', noneWhy: 'No customer owes anything that is this late.', rows: (count: string) => `${count} customers, who owes most first`, exported: 'Export as CSV'},
  de: {name: 'Name', number: 'Nummer', late: 'Davon so spät', owed: 'Schuldet insgesamt', none: 'Niemand', noneWhy: 'Kein Kunde schuldet etwas, das so spät ist.', rows: (count: string) => `${count} Kunden, wer am meisten schuldet zuerst`, exported: 'Als CSV exportieren'},
});

/** Who owes something as late as this, who owes most of it first. */
export function OwingTable({debt, query, label}: {debt: Debt; query: string; label: string}) {
  const said = useTexts(texts);
  const {tag} = useLocale();
  const navigate = useNavigate();
  const {owing, failure, retry} = useOwing(debt, query);
  if (failure) return <ProblemState failure={failure} onRetry={retry} />;
  if (!owing) return <LoadingState lines={10} />;
  const columns: Column<Owing>[] = [
    {key: 'name', header: said.name, width: 'minmax(120px, 2fr)', render: (each) => each.displayName},
    {key: 'number', header: said.number, width: 'minmax(96px, 1fr)', fromWidthPx: 560, render: (each) => each.number},
    ...(debt === 'owing' ? [] : [{key: 'late', header: said.late, width: '120px', align: 'end' as const, render: (each: Owing) => <Money amount={each.late} />}]),
    {key: 'owed', header: said.owed, width: '140px', align: 'end', fromWidthPx: debt === 'owing' ? 0 : 440, render: (each) => <Money amount={each.owed} />},
  ];
  const amount = ({currencyCode, minorUnits}: Owing['owed']) => ({decimal: decimalText(minorUnits, minorDigits(currencyCode))});
  return (
    <Table
      label={label}
      columns={columns}
      count={owing.length}
      rowAt={(index) => owing[index]}
      rowKey={(each) => each.name}
      onOpen={(each) => void navigate(pathOf(each.name))}
      rowHref={(each) => pathOf(each.name)}
      fill
      foot={said.rows(new Intl.NumberFormat(tag).format(owing.length))}
      footEnd={
        <Button
          tone="quiet"
          icon={<Download size={16} aria-hidden="true" />}
          onClick={() => saveFile(`customers-${debt}-${calendarDate(new Date())}.csv`,
            csvText([said.name, said.number, said.late, said.owed], owing.map((each) => [each.displayName, each.number, amount(each.late), amount(each.owed)])))}
        >
          {said.exported}
        </Button>
      }
      empty={<EmptyState title={said.none}>{said.noneWhy}</EmptyState>}
    />
  );
}
