import {onCLS, onFCP, onINP, onLCP, onTTFB, type Metric} from 'web-vitals';

/**
 * How fast the page is for its people, told to the server's metrics when the page is hidden: a name and a
 * number each, and the app; nothing of the person or the address.
 */
export function reportVitals(app: string) {
  const measured = new Map<string, Metric>();
  const note = (metric: Metric) => {
    measured.set(metric.name, metric);
  };
  onCLS(note);
  onFCP(note);
  onINP(note);
  onLCP(note);
  onTTFB(note);
  const send = () => {
    if (document.visibilityState !== 'hidden' || measured.size === 0) return;
    const body = JSON.stringify({app, vitals: [...measured.values()].map(({name, value}) => ({name, value}))});
    measured.clear();
    navigator.sendBeacon('/vitals', new Blob([body], {type: 'application/json'}));
  };
  document.addEventListener('visibilitychange', send);
}
