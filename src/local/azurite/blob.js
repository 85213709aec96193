'use strict';

// Azurite's blob service, with two things that a stand-in of Avid needs:
//
// 1. What was acknowledged survives `kill -9`. Azurite keeps its metadata in memory and saves it every five seconds;
//    here the answer to every change waits until it is saved. (Content is written to files before that anyway.)
// 2. With --exit-with-parent the process ends when the standard input does, which is when the parent ends.

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const Loki = require('lokijs');

const EXIT_WITH_PARENT = '--exit-with-parent';
if (process.argv.includes(EXIT_WITH_PARENT)) {
  process.argv.splice(process.argv.indexOf(EXIT_WITH_PARENT), 1);
  process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume();
}

const databases = new Set();
const addCollection = Loki.prototype.addCollection;
Loki.prototype.addCollection = function (...parameters) {
  databases.add(this);
  return addCollection.apply(this, parameters);
};

// A rename is atomic for those who read later; for a power cut the content must be on disk before it.
Loki.LokiFsAdapter.prototype.saveDatabase = function (name, text, callback) {
  const aside = name + '~';
  fs.open(aside, 'w', (openError, file) => {
    if (openError) {
      return callback(openError);
    }
    fs.writeFile(file, text, (writeError) => {
      fs.fdatasync(file, (syncError) => {
        fs.close(file, (closeError) => {
          const error = writeError || syncError || closeError;
          return error ? callback(error) : fs.rename(aside, name, callback);
        });
      });
    });
  });
};

function save(database) {
  return new Promise((resolve, reject) => {
    database.saveDatabase((error) => (error ? reject(error) : resolve()));
  });
}

const end = http.ServerResponse.prototype.end;
http.ServerResponse.prototype.end = function (...parameters) {
  const changes = !['GET', 'HEAD', 'OPTIONS'].includes(this.req.method) && this.statusCode < 400;
  // A save under way may have been written out before this change or after it: wait for one more.
  const unsaved = changes ? [...databases].filter((database) => database.autosaveDirty() || database.throttledSavePending) : [];
  if (unsaved.length === 0) {
    return end.apply(this, parameters);
  }
  Promise.all(unsaved.map(save)).then(
    () => end.apply(this, parameters),
    (error) => {
      console.error(`The metadata could not be saved, so nothing more is acknowledged: ${error.message}`);
      process.exit(1);
    });
  return this;
};

require(path.join(path.dirname(require.resolve('azurite/package.json')), 'dist', 'src', 'blob', 'main.js'));
