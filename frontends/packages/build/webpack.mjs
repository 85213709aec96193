/**
 * The one webpack configuration of all front ends. An app is one call:
 *
 *   export default app({name: 'customers', port: 4201, title: 'Avid: customers', folder: import.meta.dirname, feature: true});
 *
 * What comes out: `index.html` and `remoteEntry.js`, to be asked for anew at each visit, and `assets/`, whose
 * names change with their content. Nothing knows an address: assets are found beside what loads them, and the
 * rest is read from addresses.json when it runs.
 */
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import HtmlPlugin from 'html-webpack-plugin';
import CssPlugin from 'mini-css-extract-plugin';
import Minimizer from 'minimizer-webpack-plugin';
import webpack from 'webpack';

const {resolve} = createRequire(import.meta.url);

/**
 * One copy for the shell and all remotes, each for a reason: React, queries, the kit and the platform (with
 * it the router) hold contexts, which are told apart by identity. All else is each app's own, so that it stays
 * free to change it and its unused parts fall away. React's jsx-runtime is among them, or a remote in
 * development would bring one that the shell's React does not fit.
 */
const SHARED = {
  react: 'react',
  'react/jsx-runtime': 'react',
  'react-dom': 'react-dom',
  'react-dom/client': 'react-dom',
  '@tanstack/react-query': '@tanstack/react-query',
  '@connectrpc/connect-query': '@connectrpc/connect-query',
  '@avid/kit': '@avid/kit',
  '@avid/platform': '@avid/platform',
};

/**
 * @param {object} options
 * @param {string} options.name also the host's first label and the container's name
 * @param {number} options.port of the development server
 * @param {string} options.title shown until the page has loaded
 * @param {string} options.folder the app's
 * @param {boolean} [options.feature] whether src/feature.ts is offered to the shell
 * @param {'dense' | 'roomy'} [options.density] dense where staff compare, roomy where customers decide
 */
export function app({name, port, title, folder, feature = false, density = 'dense'}) {
  const container = `avid_${name}`;
  return ({shell = 'http://shell.localhost:8080'} = {}, argv = {}) => {
    const developing = argv.mode === 'development';
    const own = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).dependencies;
    return {
      name,
      mode: developing ? 'development' : 'production',
      target: ['web', 'es2022'],
      context: folder,
      entry: {main: './src/main.ts'},
      devtool: developing ? 'source-map' : false,
      output: {
        path: join(folder, 'dist'),
        filename: developing ? 'assets/[name].js' : 'assets/[name].[contenthash:12].js',
        chunkFilename: developing ? 'assets/[name].js' : 'assets/[name].[contenthash:12].js',
        assetModuleFilename: 'assets/[name].[contenthash:12][ext]',
        publicPath: 'auto',
        uniqueName: container,
        crossOriginLoading: 'anonymous',
        // Each front end has a policy of its own, as a name can be taken once in a page.
        trustedTypes: {policyName: container.replace('_', '-')},
        clean: !developing,
      },
      resolve: {extensions: ['.tsx', '.ts', '.mjs', '.js'], symlinks: true},
      module: {
        rules: [
          {
            test: /\.m?tsx?$/,
            exclude: /node_modules/,
            use: {
              loader: resolve('swc-loader'),
              options: {
                jsc: {
                  target: 'es2022',
                  parser: {syntax: 'typescript', tsx: true},
                  transform: {react: {runtime: 'automatic', development: false}},
                },
              },
            },
          },
          {
            test: /\.module\.css$/,
            use: [CssPlugin.loader, {loader: resolve('css-loader'), options: {modules: {namedExport: false, exportLocalsConvention: 'as-is', localIdentName: developing ? '[name]-[local]' : `${name[0]}[hash:base64:7]`}}}],
          },
          {test: /\.css$/, exclude: /\.module\.css$/, sideEffects: true, use: [CssPlugin.loader, resolve('css-loader')]},
          {test: /\.(woff2|svg|png)$/, type: 'asset/resource'},
        ],
      },
      optimization: {
        minimizer: [
          new Minimizer({minify: Minimizer.swcMinify, extractComments: false, terserOptions: {module: false}}),
          new Minimizer({test: /\.css$/, minify: Minimizer.lightningCssMinify}),
        ],
        // Modules of a library keep their numbers when another app's build leaves some out.
        moduleIds: 'deterministic',
        chunkIds: developing ? 'named' : 'deterministic',
      },
      performance: {hints: false},
      plugins: [
        new webpack.container.ModuleFederationPlugin({
          name: container,
          ...(feature ? {filename: 'remoteEntry.js', library: {type: 'window', name: container}, exposes: {'./feature': './src/feature.tsx'}} : {}),
          shared: Object.fromEntries(
            Object.entries(SHARED)
              .filter(([, of]) => of in own || of === '@connectrpc/connect-query')
              .map(([request, of]) => [request, {singleton: true, requiredVersion: own[of] ? `^${own[of]}` : false, ...(of.startsWith('@avid/') ? {version: own[of]} : {})}]),
          ),
        }),
        new CssPlugin({
          filename: developing ? 'assets/[name].css' : 'assets/[name].[contenthash:12].css',
          chunkFilename: developing ? 'assets/[name].css' : 'assets/[name].[contenthash:12].css',
          // Every rule is of a module of its own, so their order does not matter.
          ignoreOrder: true,
        }),
        new HtmlPlugin({
          publicPath: '/',
          chunks: ['main'],
          scriptLoading: 'defer',
          templateContent: `<!doctype html>
<html lang="en" data-density="${density}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
</head>
<body><div id="app"></div><noscript>This page needs JavaScript.</noscript></body>
</html>`,
        }),
      ],
      stats: 'errors-warnings',
      devServer: {
        port,
        static: false,
        host: '127.0.0.1',
        // A page of another host shows this app; it may come from any, as the developer chooses.
        allowedHosts: 'all',
        headers: {'Access-Control-Allow-Origin': '*'},
        historyApiFallback: true,
        // The page reloads at its own address: parts of it are another build's, which cannot be exchanged alone.
        hot: false,
        liveReload: true,
        // The overlay needs inline styles and a policy of its own; the terminal says what is wrong.
        client: {overlay: false, webSocketURL: `ws://localhost:${port}/ws`},
        // Alone it is as on its own host, where these answer too.
        proxy: [{context: ['/addresses.json', '/avid.', '/vitals'], target: shell, changeOrigin: true}],
      },
    };
  };
}
