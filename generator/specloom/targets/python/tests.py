def render_tests(api, siblings, paths):
    return {}
