"""Sphinx's settings for the site; `course_utils/cli/site` puts the pages beside this file."""

project = "Deep learning, built from NumPy"
html_title = project
language = "en"
extensions = ["myst_nb"]
templates_path = ["_templates"]
exclude_patterns = ["_carried/**", "_extra/**", "_static/**"]

# Notebooks are shown as they are stored.
nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["dollarmath", "amsmath", "attrs_block"]
myst_heading_anchors = 4
myst_dmath_double_inline = True

html_theme = "furo"
html_favicon = "_static/favicon.svg"
html_static_path = ["_static"]
html_extra_path = ["_extra"]
html_css_files = ["fonts.css", "site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_use_index = False
html_domain_indices = False
html_permalinks_icon = "#"
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_theme_options = {
    "top_of_page_buttons": [],
    "navigation_with_keys": False,
    "light_css_variables": {
        "font-stack": "'Source Sans 3 Variable', 'Segoe UI', 'Helvetica Neue', sans-serif",
        "font-stack--monospace": "'Source Code Pro Variable', Menlo, Consolas, monospace",
        "color-brand-primary": "#005a94",
        "color-brand-content": "#005a94",
        "color-brand-visited": "#6b3fa0",
    },
    "dark_css_variables": {
        "color-brand-primary": "#7cc4f0",
        "color-brand-content": "#7cc4f0",
        "color-brand-visited": "#c3a6f0",
    },
}

# MathJax lies beside the pages; its menu would load more of it, from elsewhere.
mathjax_path = "mathjax/tex-chtml.js"
mathjax3_config = {"options": {"enableMenu": False}}
