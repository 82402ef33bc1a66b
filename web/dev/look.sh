cd /work/main && export PATH=$PWD/node_modules/.bin:$PATH
node node_modules/typescript7/bin/tsc -p web/tsconfig.json | cut -c1-300 | head -20
node node_modules/vite/bin/vite.js build --config web/vite.config.ts 2>&1 | grep -iE "error|warn" | head
