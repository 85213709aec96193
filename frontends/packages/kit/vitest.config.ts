import react from '@vitejs/plugin-react';
import {playwright} from '@vitest/browser-playwright';
import {defineConfig} from 'vitest/config';

// In a real browser: dialogs, popovers, focus, layout and colours are the browser's own, not a stand-in's.
export default defineConfig({
  plugins: [react()],
  optimizeDeps: {include: ['react', 'react/jsx-dev-runtime', 'react-dom/client', '@testing-library/react', '@testing-library/user-event', 'axe-core', 'lucide-react', '@internationalized/date', 'react-aria-components/DateField', 'react-aria-components/I18nProvider']},
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    setupFiles: ['test/setup.ts'],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({launchOptions: {executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu']}}),
      instances: [{browser: 'chromium'}],
      viewport: {width: 1280, height: 900},
    },
  },
});
