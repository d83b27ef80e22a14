/** The worker of the YAML editor, as a file of ours so that the builder finds it. */
import 'monaco-yaml/yaml.worker.js';
