import {useId, useRef, useState, type ReactNode} from 'react';
import {Upload as UploadIcon, RotateCcw, X} from 'lucide-react';
import {Button} from '@avid/kit';
import {classes} from '@avid/kit';
import {useLocale, useTexts} from '@avid/kit';
import {Progress} from '@avid/kit';
import {kitTexts} from '../texts';
import styles from './file-drop.module.css';

export interface Upload {
  key: string;
  name: string;
  sentBytes: number;
  totalBytes: number;
  state: 'sending' | 'paused' | 'done' | 'failed';
  /** What went wrong and what to do. */
  message?: string;
  onRetry?(): void;
  onCancel?(): void;
}

export interface FileDropProps {
  label: string;
  hint?: ReactNode;
  /** As the browser's `accept`: ".csv,text/csv". */
  accept?: string;
  /** The same for people: "a CSV file". */
  acceptWords?: string;
  maxBytes?: number;
  multiple?: boolean;
  onFiles(files: readonly File[]): void;
  uploads?: readonly Upload[];
  disabled?: boolean;
}

function accepted(file: File, accept: string): boolean {
  return accept.split(',').some((kind) => {
    const wanted = kind.trim().toLowerCase();
    if (wanted.startsWith('.')) return file.name.toLowerCase().endsWith(wanted);
    if (wanted.endsWith('/*')) return file.type.startsWith(wanted.slice(0, -1));
    return file.type === wanted;
  });
}

/** Bytes in the unit that fits, as the locale writes it. */
export function formatBytes(bytes: number, tag: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(1000)));
  return new Intl.NumberFormat(tag, {style: 'unit', unit: units[power], unitDisplay: 'short', maximumFractionDigits: power > 1 ? 1 : 0}).format(bytes / 1000 ** power);
}

/** Files by click, key or drop; each upload with its progress, to be cancelled or tried again. */
export function FileDrop({label, hint, accept, acceptWords, maxBytes, multiple, onFiles, uploads = [], disabled}: FileDropProps) {
  const texts = useTexts(kitTexts);
  const {tag} = useLocale();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [fault, setFault] = useState<string>();
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])].slice(0, multiple ? undefined : 1);
    if (files.length === 0) return;
    const wrong = accept && files.find((file) => !accepted(file, accept));
    const large = maxBytes !== undefined && files.find((file) => file.size > maxBytes);
    if (wrong) return setFault(texts.wrongType(wrong.name, acceptWords ?? accept));
    if (large) return setFault(texts.tooLarge(large.name, formatBytes(maxBytes, tag)));
    setFault(undefined);
    onFiles(files);
  };
  return (
    <div>
      <label
        className={classes(styles.drop, over && styles.over)}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          if (!disabled) take(event.dataTransfer.files);
        }}
      >
        <input
          ref={input}
          type="file"
          className={styles.input}
          aria-label={label}
          aria-describedby={`${id}-hint`}
          accept={accept}
          multiple={multiple}
          disabled={disabled}
          onChange={(event) => {
            take(event.target.files);
            // The same file chosen again shall be told again.
            event.target.value = '';
          }}
        />
        <UploadIcon size={20} strokeWidth={1.5} aria-hidden="true" />
        {over ? (
          <span>{texts.dropNow}</span>
        ) : (
          <span>
            <span className={styles.choose}>{texts.chooseFile}</span> {texts.dropHere}
          </span>
        )}
        <span id={`${id}-hint`}>{hint}</span>
        {fault && (
          <span className={styles.error} role="alert">
            {fault}
          </span>
        )}
      </label>
      {uploads.length > 0 && (
        <ul className={styles.uploads}>
          {uploads.map((upload) => (
            <li key={upload.key}>
              <div className={styles.upload}>
                <Progress
                  label={upload.name}
                  done={upload.sentBytes}
                  total={Math.max(upload.totalBytes, 1)}
                  note={`${formatBytes(upload.sentBytes, tag)} / ${formatBytes(upload.totalBytes, tag)}`}
                />
                {upload.onRetry && (upload.state === 'failed' || upload.state === 'paused') && (
                  <Button tone="quiet" label={texts.retry} icon={<RotateCcw size={16} aria-hidden="true" />} onClick={upload.onRetry} />
                )}
                {upload.onCancel && upload.state !== 'done' && (
                  <Button tone="quiet" label={texts.cancel} icon={<X size={16} aria-hidden="true" />} onClick={upload.onCancel} />
                )}
              </div>
              {upload.message && (
                <p className={styles.error} role="alert">
                  {upload.message}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
