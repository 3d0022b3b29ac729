// What Odoo's own code keeps to, for the module's JavaScript.
import globals from "globals";
import js from "@eslint/js";

export default [
    js.configs.recommended,
    {
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            globals: {...globals.browser, luxon: "readonly", odoo: "readonly"},
        },
        rules: {
            "dot-notation": "error",
            eqeqeq: "error",
            "no-alert": "error",
            "no-console": ["error", {allow: ["log"]}],
            "no-duplicate-imports": "error",
            "no-else-return": "error",
            "no-empty-function": "error",
            "no-eval": "error",
            "no-implied-eval": "error",
            "no-param-reassign": "error",
            "no-return-assign": "error",
            "no-shadow": "error",
            "no-unneeded-ternary": "error",
            "no-unused-expressions": "error",
            "no-use-before-define": "error",
            "no-var": "error",
            "object-shorthand": "error",
            "operator-assignment": "error",
            "prefer-const": "error",
            radix: "error",
            "sort-imports": ["error", {ignoreDeclarationSort: true}],
            "spaced-comment": "error",
        },
    },
];
