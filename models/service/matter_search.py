import unicodedata

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Chinese has no blanks between words, and trigrams do not find a word of two
# characters: every pair of neighbouring characters is a key of the index. A function
# written in PL/pgSQL stays a call, so that the planner finds the index by it. A text is
# cut into characters once: substr() would count from its beginning for every pair. No
# word holds a blank, and pairs that come twice are one key.
FUNCTIONS = SQL(
    """
    CREATE OR REPLACE FUNCTION legal_search_text(VARIADIC texts text[])
    RETURNS text AS $$
    BEGIN
        RETURN lower(normalize(array_to_string(texts, E'\\n'), NFKC));
    END
    $$ LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 500;
    CREATE OR REPLACE FUNCTION legal_bigrams(content text)
    RETURNS text[] AS $$
    DECLARE
        signs text[] := string_to_array(content, NULL);
    BEGIN
        RETURN ARRAY(
            SELECT sign || next
            FROM unnest(signs, signs[2:]) AS neighbours(sign, next)
            WHERE sign > ' ' COLLATE "C" AND next > ' ' COLLATE "C"
        );
    END
    $$ LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 5000;
    """
)


class LegalMatter(models.Model):
    """Searching what is written down, by any part of a text and of any length."""

    _inherit = "legal.matter"

    content = fields.Char(
        "Text",
        compute="_compute_content",
        search="_search_content",
        help="What was asked, what was advised and what came of it. Several words are "
        "all looked for.",
    )
    number = fields.Integer(related="visit_id.number", string="Entry number")
    volume_id = fields.Many2one(related="visit_id.volume_id")
    is_annulled = fields.Boolean(related="visit_id.is_annulled", string="Annulled")

    _content_idx = models.Index(
        "USING gin (legal_bigrams(legal_search_text(summary, advice, outcome)))"
    )

    def _auto_init(self):
        # The index needs them; a database of an earlier version gets them here too.
        self.env.cr.execute(FUNCTIONS)
        return super()._auto_init()

    @api.depends("summary", "advice", "outcome")
    def _compute_content(self):
        for matter in self:
            parts = (matter.summary, matter.advice, matter.outcome)
            matter.content = " / ".join(part.strip() for part in parts if part)

    def _search_content(self, operator, value):
        if operator != "ilike":
            return NotImplemented
        words = _normalize(value or "").split()
        return Domain.AND(self._get_word_domain(word) for word in words)

    @api.model
    def _get_word_domain(self, word):
        """Matters in whose text a word occurs, wherever it stands.

        The index answers by pairs of characters, which says everything about a word of
        two; of a longer one the pairs could stand apart, so its place is looked up.

        :param str word: as `legal_search_text` would write it
        :rtype: fields.Domain
        """

        def to_sql(model, alias, query):
            text = SQL(
                "legal_search_text(%s, %s, %s)",
                SQL.identifier(alias, "summary"),
                SQL.identifier(alias, "advice"),
                SQL.identifier(alias, "outcome"),
            )
            found = SQL("strpos(%s, %s) > 0", text, word)
            if len(word) < 2:
                return found
            paired = SQL("legal_bigrams(%s) @> legal_bigrams(%s)", text, word)
            return paired if len(word) == 2 else SQL("(%s AND %s)", paired, found)

        return Domain.custom(to_sql=to_sql)


def _normalize(text):
    """Case and width do not matter: what `legal_search_text` does in the database."""
    return unicodedata.normalize("NFKC", text).lower()
